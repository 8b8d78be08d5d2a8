import type { ComponentChildren, RefObject } from 'preact';

/** Opened with `showModal()`: the browser keeps the focus inside, closes it with Escape, and gives the focus back. */
export function Dialog({
  of,
  title,
  children,
}: {
  of: RefObject<HTMLDialogElement | null>;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <dialog
      ref={of}
      class="dialog"
      aria-labelledby="dialog-title"
      onClose={(event) => event.currentTarget.querySelector('form')?.reset()}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}
