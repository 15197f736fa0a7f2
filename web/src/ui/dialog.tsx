import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { giveBack } from './focus'

/** What shuts each of the windows that are open; the last is above the others. */
const windows = signal<readonly (() => void)[]>([])

export function isWindowOpen(): boolean { return windows.value.length > 0 }

/** The one above the others, as Escape does. */
export function closeWindow(): void { windows.value.at(-1)?.() }

/**
 * Of a window above all others. `shut` closes it and gives the focus back at once: browsers leave it on a field of the
 * closed window until it is drawn anew, and what is typed meanwhile would go there. `onClose` is told once.
 */
export function useModal(onClose: () => void) {
    const dialog = useRef<HTMLDialogElement>(null)
    const before = useRef(document.activeElement)
    const isOver = useRef(false)
    const now = useRef(() => undefined as void)
    const own = useRef(() => now.current()).current
    const end = (element: HTMLDialogElement | null): boolean => {
        if (isOver.current) return false
        isOver.current = true
        windows.value = windows.value.filter(one => one !== own)
        element?.close()
        giveBack(before.current)
        return true
    }
    useEffect(() => {
        const element = dialog.current!
        element.showModal()
        windows.value = [...windows.value, own]
        return () => { end(element) }
    }, [])
    const shut = () => { if (end(dialog.current)) onClose() }
    now.current = shut
    return { shut, props: {
        ref: dialog,
        // a field for files tells of its own, and so do windows inside
        onCancel: (event: Event) => { if (event.target === event.currentTarget) stopped(event, shut) },
        onSubmit: (event: Event) => {
            const form = event.target as HTMLFormElement
            if (form.getAttribute('method') === 'dialog' && form.closest('dialog') === event.currentTarget) stopped(event, shut)
        },
        // a browser may close it without asking
        onClose: (event: Event) => { if (event.target === event.currentTarget) shut() },
    } }
}

function stopped(event: Event, shut: () => void): void {
    event.preventDefault()
    shut()
}

/** A window above all others; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, close, onClose, children, isWide, actions }: { title: string, close: string, onClose: () => void,
    children: ComponentChildren, isWide?: boolean, actions?: ComponentChildren }) {
    const { props } = useModal(onClose)
    return <dialog {...props} class={isWide ? 'wide' : ''} aria-label={title}>
        <h2>{title}</h2>
        {children}
        <form method="dialog" class="buttons">{actions}<button>{close}</button></form>
    </dialog>
}
