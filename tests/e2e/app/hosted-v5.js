import { Auth } from '@aws-amplify/auth';
import { Amplify, Hub } from '@aws-amplify/core';
import { config, watch } from './hosted-page.js';

watch(Auth, Hub);
Amplify.configure(config());
window.asked();
