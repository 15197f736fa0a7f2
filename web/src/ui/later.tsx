import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

/**
 * A part of the program that is loaded when it is first shown, or `ahead` of that, so that the first list need not
 * wait for it.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ((props: P) => preact.JSX.Element | null) & { ahead: () => Promise<unknown> } {
    let loading: Promise<unknown> | undefined
    let loaded: ComponentType<P> | undefined
    const ahead = () => loading ??= load().then(component => { loaded = component }, () => { loading = undefined })
    function Later(props: P) {
        const isThere = useSignal(loaded !== undefined)
        useEffect(() => { if (!isThere.value) void ahead().then(() => { isThere.value = loaded !== undefined }) }, [])
        const Component = loaded
        return isThere.value && Component ? <Component {...props} /> : null
    }
    return Object.assign(Later, { ahead })
}
