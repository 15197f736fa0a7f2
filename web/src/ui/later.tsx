import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

/** A part of the program that is loaded when it is first shown, so that the first list need not wait for it. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => preact.JSX.Element | null {
    let loading: Promise<ComponentType<P>> | undefined
    let loaded: ComponentType<P> | undefined
    return function Later(props: P) {
        const isThere = useSignal(loaded !== undefined)
        useEffect(() => {
            if (isThere.value) return
            loading ??= load()
            void loading.then(component => {
                loaded = component
                isThere.value = true
            }, () => { loading = undefined })
        }, [])
        const Component = loaded
        return isThere.value && Component ? <Component {...props} /> : null
    }
}
