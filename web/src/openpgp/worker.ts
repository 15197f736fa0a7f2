import { fail } from '../base/result'
import type { Answered, Asked, Calls, OpenedMessage } from './calls'
import { Engine } from './engine'

const engine: Calls = new Engine()
const CALLS = new Set<string>(Object.getOwnPropertyNames(Engine.prototype).filter(one => one !== 'constructor'))

/** One after the other: a call finds the keys as the one before has left them. */
let last: Promise<unknown> = Promise.resolve()

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
    last = last.then(() => answer(data))
})

async function answer(asked: Asked): Promise<void> {
    const call = CALLS.has(asked.call) ? engine[asked.call] as (...all: unknown[]) => Promise<Answered['result']> : undefined
    // a surprise ends this call, not the worker
    const result = call ? await call.apply(engine, asked.with).catch(() => fail('malformed' as const)) : fail('malformed' as const)
    postMessage({ id: asked.id, result } satisfies Answered, { transfer: largeIn(asked.call, result) })
}

/**
 * What is large in an answer, and of it alone, is handed over and not copied. Parts of a message may be in one
 * buffer.
 */
function largeIn(call: keyof Calls, result: Answered['result']): Transferable[] {
    if (!result.ok) return []
    if (call === 'innerOctets' || call === 'sealMessage') return [(result.value as Uint8Array<ArrayBuffer>).buffer]
    if (call !== 'openMessage') return []
    const { body, apart } = result.value as OpenedMessage
    const contents = [body, ...apart.map(one => one.body)].flatMap(one => Object.values(one?.contents ?? {}))
    return [...new Set(contents.map(({ octets }) => octets.buffer))]
}
