import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** A window above all others; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, close, onClose, children, isWide, actions }: { title: string, close: string, onClose: () => void,
    children: ComponentChildren, isWide?: boolean, actions?: ComponentChildren }) {
    const dialog = useRef<HTMLDialogElement>(null)
    useEffect(() => { dialog.current?.showModal() }, [])
    // it is told a moment after it is closed: another window may be in its place by then
    return <dialog ref={dialog} class={isWide ? 'wide' : ''} aria-label={title} onClose={() => { if (dialog.current) onClose() }}>
        <h2>{title}</h2>
        {children}
        <form method="dialog" class="buttons">{actions}<button>{close}</button></form>
    </dialog>
}
