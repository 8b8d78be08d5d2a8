//! Addresses: their parts, what a return from the hosted page brings in them, and what is left without that.

use super::{joined, replaced};
use crate::secret::Secret;
use crate::wire::Value;

/// The parameters that are the service's. Others are the application's, and stay.
const QUERY: &[&str] = &["code", "state", "error", "error_description"];
const FRAGMENT: &[&str] = &[
    "access_token",
    "id_token",
    "token_type",
    "expires_in",
    "state",
    "error",
    "error_description",
];

/// What a return from the hosted page brings.
pub(crate) struct Return {
    /// Empty where a refusal has none: a provider may have lost it.
    pub state: Value,
    pub answer: Answer,
}

/// What the service says.
pub(crate) enum Answer {
    Code(Secret),
    /// The implicit flow's.
    Tokens {
        id: Secret,
        access: Secret,
    },
    /// `error` and `error_description`.
    Refusal {
        code: Value,
        description: Value,
    },
}

impl Return {
    /// What this address brings; `None` if it is no return.
    pub(crate) fn of(address: &Value) -> Option<Return> {
        let (_, query, fragment) = parts(address);
        // Parity: a parameter of the query stands before one of the fragment.
        let find = |name: &str| {
            let [in_query, in_fragment] = [&query, &fragment].map(|part| parameter(part, name));
            in_query.or(in_fragment)
        };
        let state = find("state").unwrap_or("".into());
        let code = parameter(&query, "code");
        let answer = if let Some(code) = find("error").filter(Value::is_truthy) {
            let description = find("error_description").unwrap_or(Value::undefined());
            Answer::Refusal {
                description: description.or(code.clone()),
                code,
            }
        } else if !state.is_truthy() {
            return None;
        } else if let Some(code) = code.filter(Value::is_truthy) {
            Answer::Code(code.into())
        } else {
            let access = parameter(&fragment, "access_token")?.into();
            let id = parameter(&fragment, "id_token").unwrap_or("".into()).into();
            Answer::Tokens { id, access }
        };
        Some(Return { state, answer })
    }
}

/// This address without the parameters of a return. The rest stays as it is.
pub(super) fn without_return(address: &Value) -> Value {
    let (start, query, fragment) = parts(address);
    let rest = |part: &Value, names: &[&str], mark: &str| {
        let mut text = Value::from("");
        for pair in part.split("&").items() {
            if part.is_truthy() && !pair.split("=").at(0).is_one_of(names) {
                let separator = if text.is_truthy() { "&" } else { mark };
                text = text + separator + &pair;
            }
        }
        text
    };
    start + &rest(&query, QUERY, "?") + &rest(&fragment, FRAGMENT, "#")
}

/// An address up to its query, the query, and the fragment; empty texts where there is none.
fn parts(address: &Value) -> (Value, Value, Value) {
    let (address, fragment) = split_once(address, "#");
    let (start, query) = split_once(&address, "?");
    (start, query, fragment)
}

/// The text up to the first separator, and the text after it.
fn split_once(text: &Value, separator: &str) -> (Value, Value) {
    let parts = text.split(separator).items();
    let rest = Value::list(parts.iter().skip(1).cloned().collect());
    (parts.first().cloned().unwrap_or("".into()), joined(&rest, separator))
}

/// The value of a parameter, decoded; of several, the last one, as in v5.
fn parameter(part: &Value, name: &str) -> Option<Value> {
    let pairs = part.split("&").items().into_iter();
    let pair = pairs.rev().find(|pair| pair.split("=").at(0) == *name)?;
    let text = split_once(&pair, "=").1;
    Some(replaced(&text, "+", " ").decoded_from_address())
}

/// Whether two addresses are the same page: all up to the query, where a last slash counts for nothing.
pub(super) fn is_same_page(one: &Value, other: &Value) -> bool {
    let [one, other] = [one, other].map(|address| {
        let mut parts = parts(address).0.split("/").items();
        parts.pop_if(|last| !last.is_truthy());
        joined(&Value::list(parts), "/")
    });
    one == other
}

/// Scheme, host and port of an address: `https://example.com:8443/`.
pub(super) fn origin(address: &Value) -> Value {
    let parts = address.split("/");
    parts.at(0) + "//" + &parts.at(2) + "/"
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn shown(address: &str) -> Option<String> {
        let found = Return::of(&address.into())?;
        let text = |secret: Secret| secret.expose().as_text().unwrap_or_default().to_owned();
        let answer = match found.answer {
            Answer::Code(code) => text(code),
            Answer::Tokens { id, access } => format!("{}+{}", text(id), text(access)),
            Answer::Refusal { code, description } => format!("{code:?} {description:?}"),
        };
        Some(format!("{}: {answer}", found.state.as_text().unwrap_or_default()))
    }

    #[test]
    fn a_return_is_read_from_query_and_fragment() {
        for (address, expected) in [
            ("https://a/?code=c&state=s", "s: c"),
            ("https://a/p?x=1&state=s-20&code=a%2Fb%2B", "s-20: a/b+"),
            ("https://a/#access_token=a&id_token=i&state=s&expires_in=3600", "s: i+a"),
            (
                "https://a/?error=access_denied&error_description=User+is%20not+ok%21&state=s",
                "s: Text(\"access_denied\") Text(\"User is not ok!\")",
            ),
            ("https://a/#error=e&state=s", "s: Text(\"e\") Text(\"e\")"),
            ("https://a/?error=e#_=_", ": Text(\"e\") Text(\"e\")"),
            ("https://a/?error=&code=c&state=s", "s: c"),
            (
                "https://a/?error=e&error_description=100%&state=s",
                "s: Text(\"e\") Text(\"100%\")",
            ),
        ] {
            assert_eq!(shown(address).as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn what_is_no_return_is_none() {
        for address in [
            "",
            "https://a/",
            "https://a/?code=c",
            "https://a/?code=&state=s",
            "https://a/?state=s",
            "https://a/?xcode=c&state=s",
            "https://a/?code=c#state",
            "https://a/#code=c&state=s",
            "https://a/?access_token=a&state=s",
        ] {
            assert_eq!(shown(address), None, "{address}");
        }
    }

    #[test]
    fn only_the_services_parameters_leave_the_address() {
        for (address, expected) in [
            ("https://a/p?code=c&state=s", "https://a/p"),
            (
                "https://a/p?x=1&code=c&y=%20a+b&state=s&z",
                "https://a/p?x=1&y=%20a+b&z",
            ),
            (
                "https://a/p?code=c&state=s#/route?code=7#x",
                "https://a/p#/route?code=7#x",
            ),
            (
                "https://a/p#access_token=a&id_token=i&token_type=Bearer&expires_in=1&state=s",
                "https://a/p",
            ),
            ("https://a/?q=1#tab=2&access_token=a&state=s", "https://a/?q=1#tab=2"),
            (
                "https://a/?error=e&error_description=d&state=s&a=b=c",
                "https://a/?a=b=c",
            ),
        ] {
            assert_eq!(without_return(&address.into()), *expected, "{address}");
        }
    }

    #[test]
    fn pages_are_the_same_up_to_the_query() {
        let same = |one: &str, other: &str| is_same_page(&one.into(), &other.into());
        assert!(same("https://a/", "https://a?x#y") && same("https://a/p/", "https://a/p"));
        assert!(!same("https://a/p", "https://a/") && !same("https://a", "http://a"));
        assert_eq!(origin(&"https://a:8443/p/q?x".into()), *"https://a:8443/");
    }
}
