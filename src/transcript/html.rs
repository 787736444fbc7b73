//! HTML in the cells of spreadsheets, as learning platforms export it, to the text that a person sees.

/// The text of a fragment: block elements become lines, other tags go, escapes are decoded.
#[must_use]
pub fn text(fragment: &str) -> String {
    let mut out = String::with_capacity(fragment.len());
    let mut rest = fragment;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let inner = rest[1..].trim_start_matches('/');
        let Some(close) = rest.find('>').filter(|_| inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'))
        else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    html_escape::decode_html_entities(&out).replace('\u{a0}', " ").trim().to_owned()
}

const BLOCKS: [&str; 17] =
    ["p", "div", "br", "li", "ul", "ol", "pre", "blockquote", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "hr"];

/// Whether a cell is such a fragment: it begins with a tag that an editor writes, and ends with one.
#[must_use]
pub fn is_fragment(cell: &str) -> bool {
    let cell = cell.trim();
    let name =
        cell.strip_prefix('<').map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default());
    let written = |name: &str| BLOCKS.contains(&name) || matches!(name, "span" | "strong" | "em" | "b" | "i" | "code");
    cell.ends_with('>') && name.is_some_and(|name| written(&name.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_what_is_seen() {
        assert_eq!(text("<p>A <b>lock</b> &amp; key.</p><p>a &lt; b<br/>c</p>"), "A lock & key.\na < b\nc");
        assert_eq!(text("a < b and <p"), "a < b and <p");
        assert_eq!(text("What&nbsp;is\n<em>it</em>?"), "What is\nit?");
        assert!(is_fragment("<p>x</p>\n") && is_fragment("<DIV dir=\"ltr\">x</DIV>"));
        assert!(!is_fragment("a < b") && !is_fragment("<stdin> is a > b") && !is_fragment("<p>x</p> and y"));
    }
}
