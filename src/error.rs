//! Every failure that the library can name. `v5/error.rs` makes JavaScript's errors of them, once.

use crate::wire::Value;

/// Why a call failed. Boxed, so that the result of a call is small to move.
pub(crate) type AuthError = Box<Failure>;

/// Why a call failed.
#[derive(Clone, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) enum Failure {
    /// The service refused. JavaScript sees an `Error` whose `name` and `code` are the exception's name.
    Service {
        /// `NotAuthorizedException`, …; unknown ones pass through.
        code: Value,
        /// As the service sent it: applications compare it.
        message: Value,
        /// The HTTP status.
        status: u16,
        /// Whether the code came from the `x-amzn-errortype` header, which v5 marks with a `statusCode` key.
        from_header: bool,
    },
    /// There was no reply, for an unknown reason. Code `NetworkError`.
    Network,
    /// The value that the platform's `send` rejected with. It is an `Error` with code `NetworkError` if there was no
    /// reply in time (offline, DNS, a refused connection, CORS). Otherwise it comes from `fetch`, such as an
    /// `AbortError`.
    Rejected(Value),
    /// A reply that the service cannot have sent. Name and code `InvalidResponse`.
    InvalidResponse(Value),
    /// A refusal without an exception's name, as from a proxy in between. Name and code `InvalidResponse`.
    Unnamed {
        /// The HTTP status.
        status: u16,
    },
    /// The tokens have expired, and may not be refreshed where they are kept. Name and code `TokensExpired`.
    NotRefreshed,
    /// A mistake of the application, found before anything was sent. An `AuthError` with `name`, `message` and `log`.
    Usage(Usage),
    /// A plain `Error` with this message.
    Plain(&'static str),
    /// A bare string, where Amplify rejects with one.
    Text(&'static str),
}

/// v5's texts that the page says, too, before the module is there. They stand in `pkg/error-texts.js` alone, and are
/// read there by the compiler.
pub(crate) mod text {
    const PAGE: &[u8] = include_bytes!("../pkg/error-texts.js");

    /// The text of `export const NAME = '…';`. A name that is not there does not compile.
    macro_rules! page_text {
        ($name:ident) => {
            pub(crate) const $name: &str = {
                const START: usize = after(concat!("export const ", stringify!($name), " = '").as_bytes());
                // A copy, because a part of the file would bring the whole of it into the binary.
                const TEXT: [u8; length(START)] = copy(START);
                match str::from_utf8(&TEXT) {
                    Ok(text) => text,
                    Err(_) => panic!("it is no text"),
                }
            };
        };
    }

    page_text!(NO_USERNAME);
    page_text!(NO_ID_TOKEN);
    page_text!(NO_REFRESH_TOKEN);
    page_text!(NO_CURRENT_USER);
    #[cfg(target_arch = "wasm32")]
    page_text!(PARSING_CALLBACK);
    #[cfg(target_arch = "wasm32")]
    page_text!(OAUTH_FAILED);
    #[cfg(target_arch = "wasm32")]
    page_text!(NO_REPLY);
    #[cfg(target_arch = "wasm32")]
    page_text!(SIGNED_OUT);
    #[cfg(target_arch = "wasm32")]
    page_text!(NO_USER_POOL);
    #[cfg(target_arch = "wasm32")]
    page_text!(NOBODY_AUTHENTICATED);
    #[cfg(target_arch = "wasm32")]
    page_text!(USER_UNCHANGEABLE);
    page_text!(USER_NOT_AUTHENTICATED);

    /// The place behind these words.
    const fn after(words: &[u8]) -> usize {
        let mut start = 0;
        loop {
            let mut place = 0;
            while place < words.len() && PAGE[start + place] == words[place] {
                place += 1;
            }
            if place == words.len() {
                return start + place;
            }
            start += 1;
        }
    }

    /// The length of the text up to its quotation mark.
    const fn length(start: usize) -> usize {
        let mut length = 0;
        while PAGE[start + length] != b'\'' {
            length += 1;
        }
        length
    }

    const fn copy<const N: usize>(start: usize) -> [u8; N] {
        let mut text = [0; N];
        let mut place = 0;
        while place < N {
            text[place] = PAGE[start + place];
            place += 1;
        }
        text
    }
}

/// A mistake of the application.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) enum Usage {
    NoUserPool,
    EmptyUsername,
    InvalidUsername,
    EmptyPassword,
    EmptyCode,
    SignUp,
    NoUserSession,
    NoMfa,
    InvalidMfa,
    EmptyChallengeResponse,
    DeviceConfig,
    Network,
}

impl Usage {
    /// `name` of the JavaScript error.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Usage::NoUserPool => "NoUserPoolError",
            _ => "AuthError",
        }
    }

    /// The key of its `message` among Amplify's texts: `AuthErrorStrings` (`pkg/error-texts.js`).
    pub(crate) fn text(self) -> &'static str {
        match self {
            Usage::NoUserPool => "DEFAULT_MSG",
            Usage::EmptyUsername => "EMPTY_USERNAME",
            Usage::InvalidUsername => "INVALID_USERNAME",
            Usage::EmptyPassword => "EMPTY_PASSWORD",
            Usage::EmptyCode => "EMPTY_CODE",
            Usage::SignUp => "SIGN_UP_ERROR",
            Usage::NoUserSession => "NO_USER_SESSION",
            Usage::NoMfa => "NO_MFA",
            Usage::InvalidMfa => "INVALID_MFA",
            Usage::EmptyChallengeResponse => "EMPTY_CHALLENGE",
            Usage::DeviceConfig => "DEVICE_CONFIG",
            Usage::Network => "NETWORK_ERROR",
        }
    }
}

impl Failure {
    /// Whether the service says, in reply to any operation, that the session has ended for good.
    ///
    /// Source: `@aws-amplify/auth/src/Auth.ts`, `isSessionInvalid`: it goes by the message alone.
    pub(crate) fn ends_session(&self) -> bool {
        matches!(self, Failure::Service { message, .. } if message.is_one_of(&[
            "User is disabled.",
            "User does not exist.",
            "Access Token has been revoked",
            "Refresh Token has been revoked",
            "Refresh Token has expired",
            "Password reset required for the user",
        ]))
    }

    /// Whether a refresh that fails so can never succeed, because the session is over. Other failures say nothing about
    /// it.
    pub(crate) fn refuses_refresh(&self) -> bool {
        let is_refused = matches!(self, Failure::Service { code, .. } if code.is_one_of(&[
            "NotAuthorizedException",
            "UserNotFoundException",
            "RefreshTokenReuseException",
        ]));
        is_refused || self.ends_session()
    }

    /// Whether a refresh by `InitiateAuth` may have been refused only because refresh tokens rotate.
    pub(crate) fn may_mean_rotation(&self) -> bool {
        !self.ends_session()
            && matches!(self, Failure::Service { code, .. } if code.is_one_of(&[
                "NotAuthorizedException",
                "InvalidParameterException",
                "UnsupportedOperationException",
            ]))
    }

    /// Whether the answer to a refresh by `GetTokensFromRefreshToken` says that the service, or a proxy before it, does
    /// not know that operation, or not for this app client. A trigger that fails does not say so: it runs for a refresh
    /// token that is good. A firewall or a limit may let the next request pass.
    pub(crate) fn knows_no_rotation(&self) -> bool {
        match self {
            Failure::Service { code, .. } => {
                !self.is_passing()
                    && code.split("Lambda").len() == 1
                    && !code.is_one_of(&["ForbiddenException", "LimitExceededException"])
            }
            Failure::Unnamed { status } => matches!(status, 404 | 405 | 501),
            _ => false,
        }
    }

    /// Whether the service refused with this exception.
    pub(crate) fn is_service(&self, name: &str) -> bool {
        matches!(self, Failure::Service { code, .. } if *code == *name)
    }

    /// Whether the service no longer knows the device that was named.
    ///
    /// Source: `amazon-cognito-identity-js/src/CognitoUser.js`: it goes by the message, in any case.
    pub(crate) fn denies_device(&self) -> bool {
        matches!(self, Failure::Service { message, .. } if self.is_service("ResourceNotFoundException")
            && message.lower_case().split("device").len() > 1)
    }

    /// Whether the service no longer accepts the session of a challenge: it is over, or was answered before.
    pub(crate) fn ends_challenge(&self) -> bool {
        matches!(self, Failure::Service { message, .. } if self.is_service("NotAuthorizedException")
            && message.split("Invalid session").len() > 1)
    }

    /// Whether the application has ended the request.
    pub(crate) fn is_aborted(&self) -> bool {
        matches!(self, Failure::Rejected(error) if error.get("name") == *"AbortError")
    }

    /// Whether there was no reply.
    pub(crate) fn is_network(&self) -> bool {
        match self {
            Failure::Network => true,
            Failure::Rejected(error) => error.get("code") == *NETWORK_ERROR,
            _ => false,
        }
    }

    /// Whether the same request may succeed later, because the service has not decided on it.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Failure::Network | Failure::Rejected(_) => self.is_network(),
            Failure::Unnamed { status } => is_passing_status(*status),
            Failure::Service { code, status, .. } => {
                is_passing_status(*status)
                    || code.is_one_of(&[
                        "TooManyRequestsException",
                        "InternalErrorException",
                        "ThrottlingException",
                    ])
            }
            _ => false,
        }
    }
}

/// `code` of JavaScript's error where there was no reply.
pub(crate) const NETWORK_ERROR: &str = "NetworkError";

fn is_passing_status(status: u16) -> bool {
    // 501: the service does not know the operation, and will not at the next try.
    (status >= 500 && status != 501) || status == 429
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn service(code: &str, message: &str, status: u16) -> AuthError {
        Failure::Service {
            code: code.into(),
            message: message.into(),
            status,
            from_header: false,
        }
        .into()
    }

    fn files(folder: &std::path::Path, end: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files(&path, end, found);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(std::fs::read_to_string(path).expect("a text"));
            }
        }
    }

    #[test]
    fn no_text_of_the_page_stands_in_the_crate_again() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut scripts, mut sources) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(root.join("pkg")).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "js") {
                scripts.push(std::fs::read_to_string(path).expect("a text"));
            }
        }
        files(&root.join("src"), ".rs", &mut sources);
        let code = sources.iter().map(|source| {
            let code = source.split("mod tests {").next().unwrap_or_default();
            let is_code = |line: &&str| !line.trim_start().starts_with("//");
            code.lines().filter(is_code).collect::<Vec<_>>().join("\n")
        });
        let code = code
            .filter(|code| !code.contains("#[test]") && !code.contains("_test]"))
            .collect::<Vec<_>>();
        let mut texts = 0;
        for line in scripts.iter().flat_map(|script| script.lines()) {
            let parts: Vec<_> = line.split('\'').collect();
            let is_comment = ["//", "*", "/*"]
                .iter()
                .any(|start| line.trim_start().starts_with(start));
            if is_comment || parts.len() % 2 == 0 {
                continue;
            }
            for text in parts.iter().skip(1).step_by(2).filter(|text| text.trim().contains(' ')) {
                texts += 1;
                let again = format!("\"{text}\"");
                assert!(!code.iter().any(|code| code.contains(&again)), "{text}");
            }
        }
        assert!(texts > 20, "{texts}");
    }

    #[test]
    fn a_session_ends_by_message_whatever_the_code() {
        assert!(service("NotAuthorizedException", "Refresh Token has been revoked", 400).ends_session());
        assert!(service("UserNotFoundException", "User does not exist.", 400).ends_session());
        assert!(!service("NotAuthorizedException", "Incorrect username or password.", 400).ends_session());
        assert!(!Failure::Network.ends_session());
    }

    #[test]
    fn a_device_is_denied_by_code_and_message() {
        for message in ["Device does not exist.", "The DEVICE is gone", "no such device"] {
            assert!(service("ResourceNotFoundException", message, 400).denies_device());
        }
        assert!(!service("ResourceNotFoundException", "User pool client does not exist.", 400).denies_device());
        assert!(!service("ResourceNotFoundException", "", 400).denies_device());
        assert!(!service("NotAuthorizedException", "Device does not exist.", 400).denies_device());
        assert!(!Failure::Network.denies_device());
    }

    #[test]
    fn only_what_carries_no_verdict_is_passing() {
        assert!(Failure::Network.is_passing());
        assert!(Failure::Unnamed { status: 502 }.is_passing());
        assert!(!Failure::Unnamed { status: 404 }.is_passing());
        assert!(!Failure::Unnamed { status: 501 }.is_passing());
        assert!(!service("InternalFailure", "Not implemented", 501).is_passing());
        assert!(!Failure::InvalidResponse("half a reply".into()).is_passing());
        assert!(service("InternalErrorException", "", 500).is_passing());
        assert!(service("TooManyRequestsException", "", 400).is_passing());
        assert!(!service("NotAuthorizedException", "", 400).is_passing());
        assert!(!Failure::Text("No current user").is_passing());
    }
}
