import { type HashAsked, HashHelper, hashOf, type HashWorking } from '../src/openpgp/hash-helper'

/** A helper in this process. `answer`: what it gives for what it is asked, after what is right. */
export function helperHere(answer: (right: unknown, asked: HashAsked) => unknown = right => right, large = 0,
    patienceMs = 1_000) {
    const seen = { begun: 0, ended: 0, asked: [] as HashAsked[] }
    const helper = new HashHelper(() => {
        seen.begun++
        const worker: HashWorking = {
            onmessage: null,
            onerror: null,
            terminate: () => { seen.ended++ },
            postMessage: (asked, transfer) => {
                // handed over, as between threads
                const here = structuredClone(asked, { transfer })
                seen.asked.push(here)
                void hashOf(here).then(right => answer(right, here)).then(data => worker.onmessage?.({ data }),
                    () => worker.onerror?.({ preventDefault: () => undefined }))
            },
        }
        return worker
    }, large, patienceMs)
    return { helper, seen }
}
