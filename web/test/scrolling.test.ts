import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Scrolling } from '../src/mail/scrolling'

test('a list of 200,000 is as high as its rows', () => {
    const scrolling = new Scrolling(200_000, 44, 800)
    assert.deepEqual([scrolling.height, scrolling.top(12_345), scrolling.shift(12_345)], [8_800_000, 12_345, 0])
})

test('one that no browser lays out is gone through to its end all the same', () => {
    for (const rows of [250_001, 1_000_000, 30_000_000]) {
        const scrolling = new Scrolling(rows, 44, 800)
        assert.equal(scrolling.height, 11_000_000)
        assert.equal(scrolling.top(0), 0)
        assert.ok(Math.abs(scrolling.top(11_000_000 - 800) - (rows * 44 - 800)) < 0.001,
            'the last row is at the lower edge')
        assert.ok(Math.abs(scrolling.scrolledTo(scrolling.top(5_000_000)) - 5_000_000) < 0.001)
        // a row that is at the upper edge stands there
        const row = Math.floor(scrolling.top(7_000_000) / 44)
        assert.ok(Math.abs(row * 44 - scrolling.shift(7_000_000) - 7_000_000) <= 44)
    }
})

test('a list that is not as high as the window does not move', () => {
    for (const rows of [0, 1, 10]) assert.equal(new Scrolling(rows, 44, 800).top(5), 5)
})
