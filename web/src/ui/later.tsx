import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import type { Messages } from '../text/en'
import { useAsked } from './connection'
import { Missing } from './missing'

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
        const isLost = useSignal(false)
        const bring = () => void ahead().then(() => {
            isThere.value = loaded !== undefined
            isLost.value = !isThere.value
        })
        useAsked(() => { if (!isThere.value) bring() }, () => !isThere.value)
        const Component = loaded
        if (isThere.value && Component) return <Component {...props} />
        const { words } = props as { words?: Messages }
        return isLost.value && words ? <div class="not-there"><Missing words={words} again={bring} /></div> : null
    }
    return Object.assign(Later, { ahead })
}
