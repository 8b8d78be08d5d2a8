import { createApp } from 'vue';
import { Amplify, Auth, Hub } from 'cognito-auth-wasm';
import awsExports from '../aws-exports.js';
import { useUser } from '../vue-composable.js';
import { greeting } from './greeting.js';

Amplify.configure(awsExports);
Object.assign(window, { Auth, Hub });
const app = createApp({
  setup() {
    const user = useUser();
    return () => greeting(user.value);
  },
});
app.mount('main');
window.unmount = () => app.unmount();
