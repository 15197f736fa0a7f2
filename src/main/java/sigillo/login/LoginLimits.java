package sigillo.login;

import java.time.Duration;

/** Bounds of signing in, with the reasons. */
public final class LoginLimits {
    private LoginLimits() {}

    /** Longer passwords are no safer and cost hashing time. In UTF-8 octets. */
    public static final int PASSWORD_OCTETS_MAX = 1_024;

    /**
     * Each hash under way keeps a core busy for a tenth of a second and takes 64 MiB beside the heap. So half of the cores
     * hash: however many people sign in at once, mail has the others and memory.
     */
    public static final int HASHES_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    /** After so long without a sign-in that memory is given back; taking it anew costs a quarter of a hash. */
    static final Duration HASH_MEMORY_IDLE = Duration.ofSeconds(3);
    /**
     * Sign-ins that wait for a hash, those under way included: seven seconds of work for one. More wait for a place.
     */
    static final int HASHES_WAITING_MAX = 64;
    /**
     * So long a sign-in waits for its turn, once for others of its account or network and once for a place among the
     * hashes; then it is told to come back. Mail programs show people a refusal, and wait longer than this for an answer.
     */
    static final Duration TURN_WAIT_MAX = Duration.ofSeconds(15);
    static final Duration HASHES_RETRY_AFTER = Duration.ofSeconds(5);

    /** Mail programs reconnect every few minutes; so long a checked password is known by its keyed hash. */
    static final Duration CREDENTIAL_REMEMBERED = Duration.ofMinutes(15);
    /** Entries of each table of the sign-in, the oldest give way: some 200 octets each. */
    static final int SIGN_IN_TABLE_ENTRIES_MAX = 10_000;
    /** Different wrong passwords that cost nothing: people try their three, and from several devices. */
    static final int GUESSES_FREE_OF_ACCOUNT = 10;
    /** Of a network, a household or an office, more people mistype. */
    static final int GUESSES_FREE_OF_NETWORK = 20;
    /**
     * Of the 256 IPv4 addresses or 65,536 IPv6 networks around: a guesser may have them all, as may a large provider.
     */
    static final int GUESSES_FREE_OF_SURROUNDINGS = 100;
    /**
     * Counts of each table that are kept over a restart, the highest: 25 octets each, and what is below them waits
     * little.
     */
    static final int GUESSES_KEPT_MAX = 1_000;
    /** More is counted of nobody, so no more is read of what was kept. */
    static final int GUESSES_COUNTED_MAX = GUESSES_FREE_OF_SURROUNDINGS + 10;
    /** One guess in this time is what is left to a guesser; one failure is forgotten in the same time. */
    static final Duration GUESS_DELAY_MAX = Duration.ofMinutes(15);
    /** Who has signed in before from the same address waits at most this, and for wrong ones from there only. */
    static final Duration GUESS_DELAY_KNOWN_MAX = Duration.ofSeconds(15);
    /** From where an account was signed in to: a telephone gets another address each day. 60 octets each. */
    static final int DEVICES_MAX = 200;
    /** Longer than a holiday. */
    static final Duration DEVICE_KNOWN = Duration.ofDays(90);

    /** Time from the password to the code: to find the telephone. So long what the password opens is held. */
    static final Duration CODE_WAIT = Duration.ofMinutes(3);
    /** Wrong codes after one right password; then it is asked for again. */
    static final int CODES_WRONG_MAX = 5;
    /** Who waits for a code, altogether; each has shown a right password. */
    static final int CODES_WAITING_MAX = 1_000;
    /** Of one account: who knows one password does not push all others out of the table. */
    static final int CODES_WAITING_OF_ACCOUNT_MAX = 100;

    /**
     * App passwords of an account, and as many tokens: a household has fewer programs; each proof is tried with all.
     */
    static final int GRANTS_MAX = 50;
    /** Of an account: some devices, and keys in drawers. */
    static final int PASSKEYS_MAX = 20;
    /** Characters of what people call one. */
    static final int GRANT_NAME_MAX = 100;
    /**
     * Recovery codes from before that still unlock mail: one for each operator's reset after which its owner has made
     * another code and never come with the one from before.
     */
    static final int FORMER_CODES_MAX = 20;
    /**
     * Former passwords that still unlock mail: one for each operator's reset since all was open. Each costs a hash when
     * somebody unlocks, two seconds for all. Of what a further reset replaces none is kept, and the operator is told.
     */
    static final int FORMER_PASSWORDS_MAX = 20;
    /** A token that nobody renews ends some time. */
    static final Duration TOKEN_LIFE_MAX = Duration.ofDays(3_650);
    /** So long a program may sign in with one; then it gets a fresh one, or is out. RFC 9700 */
    static final Duration ACCESS_TOKEN_LIFE = Duration.ofHours(1);
    /** Of one program: it has two while it changes over, more when it has several processes. */
    static final int ACCESS_TOKENS_MAX = 4;
    /** A program that has not come for so long must be let in by its owner anew: longer than a holiday. */
    static final Duration REFRESH_TOKEN_LIFE = Duration.ofDays(90);
    /** So long the one before still works: the program may not have heard of the new one. */
    static final Duration REFRESH_REPEATED = Duration.ofSeconds(60);
    /** Fresh tokens of a program in {@link #REFRESH_TIME}: each is a commit. */
    static final int REFRESHES_MAX = ACCESS_TOKENS_MAX;
    static final Duration REFRESH_TIME = Duration.ofMinutes(1);
    /** From the owner's yes to the program that comes for its tokens. RFC 6749 section 4.1.2 */
    static final Duration CODE_LIFE = Duration.ofMinutes(1);
    /** A device asks every few seconds, and may have lost its network for a moment. */
    static final Duration DEVICE_CODE_LIFE = Duration.ofMinutes(10);
    /** How exactly the last use is kept: a sign-in must not cost a write. */
    static final Duration USE_KEPT_EVERY = Duration.ofHours(1);
}
