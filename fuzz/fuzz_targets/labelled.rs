#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| rubricate_fuzz::run("labelled", input));
