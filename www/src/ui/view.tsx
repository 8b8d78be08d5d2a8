import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let opened = false;

interface Props {
  title: string;
  /** Above the view, where that is not the title. */
  heading?: string;
  lead?: ComponentChildren;
  /** Other classes than `view`. */
  look?: string;
  children: ComponentChildren;
}

/** One view. It names the page and takes the focus, to its `data-focus` field or to its heading, except when the page opens. */
export function View({ title, heading = title, lead, look, children }: Props) {
  const section = useRef<HTMLElement>(null);
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · cognito-auth-wasm`;
    if (opened) (section.current?.querySelector<HTMLElement>('[data-focus]') ?? top.current)?.focus();
    opened = true;
  }, []);
  return (
    <section ref={section} class={look ?? 'view'} aria-labelledby="title">
      <h1 id="title" ref={top} tabIndex={-1}>
        {heading}
      </h1>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}
