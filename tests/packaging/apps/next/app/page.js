'use client';

import { Amplify, Auth } from 'cognito-auth-wasm';
import { useEffect } from 'react';
import { attempt } from '../attempt.js';

export default function Page() {
  useEffect(() => {
    window.inPage = (endpoint, clientId) => attempt({ Amplify, Auth }, endpoint, clientId);
  }, []);
  return <main>Next</main>;
}
