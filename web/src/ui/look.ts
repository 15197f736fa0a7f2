import { signal } from '@preact/signals'

/** How the page looks on this screen; '' is what the browser says. */
export interface Look { language: string, theme: string, density: string, pane: string }

const KEPT = 'sigillo look '
/** Of a row of the list. In pixels: as `--row` in tokens.css. */
const ROOMY = 44
const DENSE = 34

export function look(): Look {
    const kept = (part: string) => {
        try {
            return globalThis.localStorage?.getItem(KEPT + part) ?? ''
        } catch {
            return ''
        }
    }
    return { language: kept('language'), theme: kept('theme'), density: kept('density'), pane: kept('pane') }
}

/** Where the browser keeps nothing it is as before. */
export function setLook(part: keyof Look, value: string): void {
    try {
        if (value === '') localStorage.removeItem(KEPT + part)
        else localStorage.setItem(KEPT + part, value)
    } catch { /* it keeps nothing */ }
    applyLook()
}

/** Goes up when the page begins to look otherwise. */
const changes = signal(0)
const system = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined
system?.addEventListener('change', () => { changes.value++ })

/** Whether the page is dark: as it was chosen here, else as the browser says. */
export function isDark(): boolean {
    const { theme } = look()
    return changes.value >= 0 && (theme === 'dark' || theme !== 'light' && system?.matches === true)
}

export function applyLook(): void {
    changes.value++
    const { theme, density, pane } = look()
    const { style, dataset } = document.documentElement
    style.colorScheme = theme === 'light' || theme === 'dark' ? theme : ''
    dataset['density'] = density
    dataset['pane'] = pane
}

export function rowHeight(): number { return look().density === 'dense' ? DENSE : ROOMY }
