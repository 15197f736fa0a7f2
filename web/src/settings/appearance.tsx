import { look, type Look, setLook } from '../ui/look'
import type { OwnProps } from './asking'

/** Kept in the browser, since it is of the screen that one sits at. */
export function Appearance({ own }: Pick<OwnProps, 'own'>) {
    const now = look()
    const choose = (part: keyof Look, value: string) => {
        setLook(part, value)
        if (part === 'language' || part === 'density') location.reload()
    }
    const one = (part: keyof Look, label: string, choices: Record<string, string>) => <label>{label}<select onChange={event => choose(part, event.currentTarget.value)}>
        {Object.entries(choices).map(([value, text]) => <option value={value} selected={value === now[part]}>{text}</option>)}</select></label>
    return <div class="form">
        <p class="note">{own.look.here} {own.look.reload}</p>
        {one('language', own.look.language, own.look.languages)}
        {one('theme', own.look.theme, own.look.themes)}
        {one('pane', own.look.pane, own.look.panes)}
        {one('density', own.look.density, own.look.densities)}
    </div>
}
