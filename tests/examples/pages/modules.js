import { Amplify, Auth } from 'cognito-auth-wasm';
import awsExports from '../aws-exports.js';
import * as custom from '../custom-challenge.js';
import * as mfa from '../mfa.js';
import * as pools from '../several-pools.js';

Amplify.configure(awsExports);
Object.assign(window, { Auth, custom, mfa, pools });
