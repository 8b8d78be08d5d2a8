import { BACKGROUND, clear, counts, ownTime, steps, type Entry, type Request, type Step } from './activity';
import { Button } from './ui/button';
import { Icon } from './ui/icons';

export function ActivityPanel() {
  const { requests, events } = counts.value;
  return (
    <aside class="activity" aria-labelledby="activity-title">
      <div class="activity-head">
        <div>
          <h2 id="activity-title">What the package does</h2>
          <p class="legend">
            <span class="request">
              <Icon name="request" />
              {plural(requests, 'request')}
            </span>
            <span class="event">
              <Icon name="event" />
              {plural(events, 'Hub event')}
            </span>
          </p>
        </div>
        <Button look="quiet" onClick={clear}>
          Clear
        </Button>
      </div>
      {/* It scrolls, so it must be reachable by keyboard. */}
      <div class="activity-scroll" role="region" aria-labelledby="activity-title" tabIndex={0}>
        {steps.value.length === 0 ? (
          <p class="empty">
            Nothing yet. Sign up or sign in: every request to Cognito and every Hub event appears here, newest first.
          </p>
        ) : (
          <ol class="steps">
            {steps.value.map((step) => (
              <StepItem key={step.id} step={step} />
            ))}
          </ol>
        )}
      </div>
    </aside>
  );
}

function StepItem({ step }: { step: Step }) {
  const total = step.end === undefined ? undefined : step.end - step.start;
  const inBackground = step.title === BACKGROUND;
  return (
    <li class="step">
      <div class="step-head">
        <h3>{step.title}</h3>
        {!inBackground && (
          <span class="ms">
            {total === undefined ? <span class="spinner" aria-label="running" role="img" /> : ms(total)}
          </span>
        )}
      </div>
      {step.entries.length > 0 && (
        <ol class="entries">
          {step.entries.map((entry) => (
            <EntryItem key={entry.id} entry={entry} step={step} />
          ))}
        </ol>
      )}
      {!inBackground && total !== undefined && <p class="step-foot">{summary(step, total, ownTime(step, total))}</p>}
    </li>
  );
}

function EntryItem({ entry, step }: { entry: Entry; step: Step }) {
  return (
    <li class={`entry ${entry.kind}${entry.kind === 'request' && failed(entry) ? ' failed' : ''}`}>
      <Icon name={entry.kind} />
      <div class="entry-body">
        {entry.kind === 'request' ? (
          <RequestLine request={entry} />
        ) : (
          <p class="entry-line">
            <span class="unseen">Hub event </span>
            <span class="name">{entry.name}</span>
          </p>
        )}
        <p class="words">{entry.words}</p>
        {entry.kind === 'request' && <Bar request={entry} step={step} />}
      </div>
    </li>
  );
}

const failed = ({ status }: Request): boolean => status === 0 || (status ?? 0) >= 400;

function RequestLine({ request: { operation, start, end, status, code } }: { request: Request }) {
  return (
    <>
      <p class="entry-line">
        <span class="unseen">Request </span>
        <span class="name">{operation}</span>
        {end !== undefined && <span class="status">{status || 'no reply'}</span>}
        <span class="ms">{end === undefined ? '…' : ms(end - start)}</span>
      </p>
      {code && <p class="status">{code}</p>}
    </>
  );
}

/** Where in its step the request ran, and for how long. */
function Bar({ request, step }: { request: Request; step: Step }) {
  if (request.end === undefined || step.end === undefined || step.end <= step.start) return null;
  const span = step.end - step.start;
  const from = Math.min(1, Math.max(0, (request.start - step.start) / span));
  const width = Math.min(1 - from, (request.end - request.start) / span);
  return (
    <div class="bar" aria-hidden="true">
      <span style={{ left: `${from * 100}%`, width: `${width * 100}%` }} />
    </div>
  );
}

function summary(step: Step, total: number, own: number): string {
  const outcome = step.failed ? 'Rejected. ' : '';
  const requests = step.entries.some((entry) => entry.kind === 'request');
  if (!requests) return `${outcome}Nothing was sent.`;
  return `${outcome}${ms(own)} in the browser, ${ms(total - own)} waiting for replies.`;
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
