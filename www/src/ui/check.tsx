interface Props {
  name: string;
  label: string;
  checked?: boolean;
}

/** A box to tick. In a form's values it is there, as `on`, if it is ticked. */
export function Check({ name, label, checked }: Props) {
  return (
    <label class="check">
      <input type="checkbox" name={name} defaultChecked={checked} />
      {label}
    </label>
  );
}
