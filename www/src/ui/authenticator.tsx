import { otpauth } from '../mfa';
import { Copy } from './copy';
import { CodeField } from './field';
import { Form } from './form';
import { QrCode } from './qr-code';
import type { ComponentChildren } from 'preact';

interface Props {
  secret: string;
  /** Under which the app lists it. */
  account: string;
  submit: string;
  onSubmit: (code: string, form: HTMLFormElement) => Promise<void>;
  /** Between the code and the button. */
  children?: ComponentChildren;
  actions?: ComponentChildren;
}

/** Hands the secret to an authenticator app, by camera or by hand, and takes the first code from it. */
export function Authenticator({ secret, account, submit, onSubmit, children, actions }: Props) {
  return (
    <ol class="set-up">
      <li>
        <p>Scan this with your authenticator app.</p>
        <QrCode
          text={otpauth(secret, account)}
          label={`QR code for an authenticator app, with the secret of ${account}`}
        />
        <p class="by-hand">No camera? Enter the key by hand:</p>
        <p class="secret">
          <code>
            {secret.match(/.{1,4}/g)?.map((group, index) => (
              <span key={index}>{group}</span>
            ))}
          </code>
          <Copy text={secret} what="the key" />
        </p>
      </li>
      <li>
        <p>Enter the six digits that the app shows now.</p>
        <Form
          submit={submit}
          label="Authenticator app"
          onSubmit={({ code = '' }, form) => onSubmit(code.trim(), form)}
          actions={() => actions}
        >
          <CodeField sent={false} missing="Enter the code that the app shows." />
          {children}
        </Form>
      </li>
    </ol>
  );
}
