package sigillo.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param users to whom mail comes, beside the one with the large mailbox; so many connections send at the most
 * @param messages of a repetition of 4 KiB; larger ones are fewer
 * @param repetitions that count, for each contender
 * @param again so often a repetition in which others used the machine is made once more
 * @param quietSeconds so long a repetition waits for a quiet machine
 * @param box messages in the large mailbox
 * @param readings repetitions of a command that reads
 * @param idlers connections that wait
 * @param settle between the last of these and the look at the memory
 * @param starts of each contender
 * @param ceiling messages to the sink that does nothing
 */
record Plan(
        int users, int messages, int repetitions, int again, int quietSeconds, int box, int readings, int idlers, Duration settle,
        int starts, int ceiling) {
    static final Plan WHOLE = new Plan(50, 3_000, 3, 3, 60, 10_000, 9, 200, Duration.ofSeconds(15), 5, 20_000);
    static final Plan QUICK = new Plan(20, 200, 1, 0, 1, 500, 3, 20, Duration.ofSeconds(2), 1, 2_000);
}
