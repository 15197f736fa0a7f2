import { type HashAsked, hashOf } from './hash-helper'

addEventListener('message', ({ data }: MessageEvent<HashAsked>) => {
    void hashOf(data).then(answer => postMessage(answer))
})
