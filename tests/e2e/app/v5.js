import { Auth, CookieStorage } from '@aws-amplify/auth';
import { Amplify } from '@aws-amplify/core';

Amplify.configure({ Auth: JSON.parse(new URLSearchParams(location.search).get('config')) });
window.Auth = Auth;
window.CookieStorage = CookieStorage;
