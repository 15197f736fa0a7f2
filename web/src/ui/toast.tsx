import type { ReadonlySignal } from '@preact/signals'

export interface Toast { text: string, action?: { label: string, run: () => void } }

/** What was done, and how to undo it. The region is always there, so that screen readers hear of what comes into it. */
export function ToastRegion({ toast }: { toast: ReadonlySignal<Toast | undefined> }) {
    const { text, action } = toast.value ?? { text: '' }
    return <div class="toast" role="status" aria-live="polite" data-shown={text !== ''}>
        <span>{text}</span>
        {action && <button type="button" onClick={action.run}>{action.label}</button>}
    </div>
}
