import { Icon, type IconName } from './icons';

interface Option {
  value: string;
  label: string;
  hint?: string;
  icon: IconName;
}

interface Props {
  name: string;
  legend: string;
  /** Where the title of the view says it already. */
  hideLegend?: boolean;
  options: Option[];
  selected: string | undefined;
}

/** One of several, each a row that can be clicked. */
export function Choice({ name, legend, hideLegend = false, options, selected }: Props) {
  return (
    <fieldset class="choice">
      <legend class={hideLegend ? 'unseen' : ''}>{legend}</legend>
      {options.map(({ value, label, hint, icon }) => (
        <label key={value} class="option">
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={value === selected}
            required
            data-missing="Choose one."
          />
          <Icon name={icon} />
          <span class="option-label">{label}</span>
          {hint && <span class="option-hint">{hint}</span>}
        </label>
      ))}
    </fieldset>
  );
}
