//! The methods that JavaScript calls, by their place in the lists of `pkg/methods.js`: as numbers they need neither
//! their names nor comparisons in the module, 1.1 kB less after compression.

macro_rules! methods {
    ($(#[$doc:meta])* $name:ident: $($method:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[allow(non_camel_case_types, reason = "JavaScript's names, letter for letter")]
        pub(crate) enum $name {
            $($method,)*
        }

        impl $name {
            /// The method at that place; `None` if JavaScript and module are of different versions.
            pub(crate) fn at(place: u32) -> Option<Self> {
                [$(Self::$method,)*].get(place as usize).copied()
            }

            #[cfg(all(test, not(target_arch = "wasm32")))]
            const NAMES: &[&str] = &[$(stringify!($method),)*];
        }
    };
}

methods! {
    /// Methods of `Auth`.
    AuthMethod:
    signIn signOut currentSession currentUserPoolUser currentAuthenticatedUser confirmSignIn completeNewPassword
    sendCustomChallengeAnswer _autoSignIn
    signUp confirmSignUp resendSignUp userSession currentUserInfo userAttributes changePassword forgotPassword forgotPasswordSubmit updateUserAttributes
    deleteUserAttributes verifiedContact verifyUserAttribute verifyUserAttributeSubmit verifyCurrentUserAttribute
    verifyCurrentUserAttributeSubmit getPreferredMFA setPreferredMFA getMFAOptions enableSMS disableSMS deleteUser
    setupTOTP verifyTotpToken rememberDevice forgetDevice fetchDevices
}

methods! {
    /// Methods of `CognitoUser`, and at last `CognitoUserPool.signUp`.
    UserMethod:
    getSession signOut setSignInUserSession cacheTokens cacheUserData clearCachedUserData clearCachedTokens
    clearCachedUser cleanClientData
    refreshSession globalSignOut revokeTokens authenticateUser initiateAuth getUserData getUserAttributes getMFAOptions
    confirmRegistration resendConfirmationCode
    changePassword forgotPassword confirmPassword updateAttributes deleteAttributes getAttributeVerificationCode
    verifyAttribute setUserMfaPreference enableMFA disableMFA deleteUser createGetUserRequest revokeToken
    authenticateUserDefaultAuth authenticateUserPlainUsernamePassword authenticateUserInternal getDeviceResponse
    sendMFACode sendMFASelectionAnswer sendCustomChallengeAnswer completeNewPasswordChallenge
    associateSoftwareToken verifySoftwareToken
    getDevice listDevices forgetDevice forgetSpecificDevice setDeviceStatusRemembered setDeviceStatusNotRemembered
    poolSignUp
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    /// The texts of a list in `pkg/methods.js`.
    fn list(name: &str) -> Vec<&'static str> {
        let script = include_str!("../pkg/methods.js");
        let (_, list) = script
            .split_once(&format!("export const {name} = ["))
            .expect("the list is there");
        let (list, _) = list.split_once("];").expect("it ends");
        list.split('\'').skip(1).step_by(2).collect()
    }

    #[test]
    fn javascript_has_the_same_lists() {
        assert_eq!(list("authMethods"), AuthMethod::NAMES);
        let mut names = list("userMethods");
        names.push("poolSignUp");
        assert_eq!(names, UserMethod::NAMES);
        let first = format!("firstOfAccount = {};", AuthMethod::signUp as u32);
        assert!(include_str!("../pkg/methods.js").contains(&first));
        let first = format!("firstOfOthers = {};", UserMethod::refreshSession as u32);
        assert!(include_str!("../pkg/methods.js").contains(&first));
        let count = AuthMethod::NAMES.len() as u32;
        assert!(AuthMethod::at(count - 1).is_some() && AuthMethod::at(count).is_none());
    }
}
