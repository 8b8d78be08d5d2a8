//! The layers, from the bottom up. A module uses those below its own; within a layer, only what is named here.

use std::fs;
use std::path::{Path, PathBuf};

const LAYERS: &[&[&str]] = &[
    &["encoding", "error", "secret", "srp", "wire"],
    &["platform"],
    &["config"],
    &["service"],
    &["session"],
    &[
        "account",
        "attributes",
        "credentials",
        "current_user",
        "devices",
        "hosted_ui",
        "mfa",
        "passkeys",
        "password",
        "passwordless",
        "sign_in",
        "sign_up",
    ],
    &["v5"],
];

/// The modules that use another one of the same layer.
const NEIGHBOURS: &[(&str, &str)] = &[
    ("error", "wire"),
    ("secret", "wire"),
    ("srp", "encoding"),
    ("srp", "secret"),
    ("current_user", "attributes"),
    ("passwordless", "sign_in"),
    ("sign_in", "devices"),
    ("sign_in", "mfa"),
    ("passkeys", "devices"),
    ("passkeys", "sign_in"),
];

/// The faces: `v5`, and the `v5` of each capability. They may use any module; no other module uses them.
const FACES: &str = "v5";

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The module that a path belongs to: its first part, but `<capability>/v5` is one with `v5`.
fn module_of(path: &[&str]) -> String {
    match path {
        [_, FACES, ..] => FACES,
        [first, ..] => first,
        [] => "",
    }
    .to_owned()
}

/// Whether that module may use the other. The compiler reports modules that do not exist.
fn may_use(module: &str, other: &str) -> bool {
    module == other
        || NEIGHBOURS.contains(&(module, other))
        || layer(other).is_none_or(|below| layer(module) > Some(below))
}

/// The modules that a file names as `crate::…`, outside of comments and `mod tests`. `v5` is looked for in a path's
/// second place, too, as in `crate::session::v5::…`.
fn used(text: &str) -> Vec<String> {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = code.flat_map(|line| line.split("crate::").skip(1));
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    paths
        .map(|path| {
            let names = path
                .split("::")
                .map(|rest| &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]);
            module_of(&names.take(2).collect::<Vec<_>>())
        })
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_arrow_points_up() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&src, &mut found);
    let mut wrong = Vec::new();
    for path in found {
        let place = path.strip_prefix(&src).expect("below src").with_extension("");
        let place = place.to_string_lossy().replace('\\', "/");
        let module = &*module_of(&place.split('/').collect::<Vec<_>>());
        // Crates of their own, and the map.
        if ["fma", "panics", "lib", "layers"].contains(&module) || place.contains("/tests") {
            continue;
        }
        assert!(layer(module).is_some(), "{module} is in no layer");
        for other in used(&fs::read_to_string(&path).expect("a text")) {
            if !may_use(module, &other) {
                wrong.push(format!("{place} uses {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_arrow_that_points_up_is_found() {
    let text = [
        "use crate::wire::Value;",
        "// crate::v5 is named here",
        "fn f() -> crate::session::Tokens {}",
        "use crate::session::v5::check_user;",
        "use crate::error::{self, v5};",
        "mod tests {",
        "    use crate::v5;",
    ]
    .join("\n");
    assert_eq!(used(&text), ["wire", "session", "v5", "error"]);
    assert_eq!(module_of(&["session", "v5"]), "v5");
    assert_eq!(module_of(&["platform", "web", "http"]), "platform");
    assert!(may_use("session", "wire") && may_use("session", "session") && may_use("sign_in", "devices"));
    assert!(may_use("v5", "session") && may_use("v5", "v5"));
    assert!(!may_use("wire", "session") && !may_use("devices", "sign_in"));
    assert!(!may_use("service", "v5") && !may_use("platform", "v5") && !may_use("sign_in", "v5"));
}
