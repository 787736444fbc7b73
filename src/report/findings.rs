//! Mistakes in rubrics for programs: JSON, SARIF, annotations of GitHub, JUnit.

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// One array of objects.
#[must_use]
pub fn json(_found: &[Diagnostic], _sources: &[Source]) -> String {
    String::new()
}

/// SARIF 2.1.0.
#[must_use]
pub fn sarif(_found: &[Diagnostic], _sources: &[Source]) -> String {
    String::new()
}

/// Annotations of GitHub Actions.
#[must_use]
pub fn github(_found: &[Diagnostic], _sources: &[Source]) -> String {
    String::new()
}

/// JUnit XML.
#[must_use]
pub fn junit(_found: &[Diagnostic], _sources: &[Source]) -> String {
    String::new()
}
