import type { ComponentChildren } from 'preact';

/** A form, and beside it what the package is; where there is no room beside it, only before the first form. */
export function Intro({ later = false, children }: { later?: boolean; children: ComponentChildren }) {
  return (
    <div class={later ? 'intro later' : 'intro'}>
      <div class="pitch">
        <p class="headline">Amplify’s Auth, compiled to WebAssembly.</p>
        <p>
          Sign-up, sign-in, second factors, devices and accounts of Amazon Cognito user pools, with the methods, results
          and errors your app already knows.
        </p>
        <pre class="diff">
          <code>
            <del>import {'{ Auth }'} from 'aws-amplify'</del>
            <ins>import {'{ Auth }'} from 'cognito-auth-wasm'</ins>
          </code>
        </pre>
        <ul class="facts">
          <li>
            <strong>Your password stays here.</strong> SRP proves that you know it, unless you choose to send it.
          </li>
          <li>
            <strong>Sessions carry over.</strong> Same storage as Amplify v5, in both directions.
          </li>
        </ul>
      </div>
      <div class="card">{children}</div>
    </div>
  );
}
