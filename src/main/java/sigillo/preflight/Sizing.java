package sigillo.preflight;

/**
 * What a server needs for so many people. What was measured is in docs/measurements.md (Sizes that are advised); what is
 * assumed says so, and is on the large side.
 */
final class Sizing {
    /** Of an average message, in KiB: assumed. Most are smaller, and pictures make the average. */
    static final int MESSAGE_KIB = 75;
    /** Beside its own octets, for words, headers and keys, in KiB: measured 6.4 for messages of 4 KiB, and 6.7 for 74 KB. */
    static final int MESSAGE_BESIDE_KIB = 7;
    /** For so many years. */
    static final int YEARS = 3;
    /** The system, releases of before and logs, and what {@code check} wants to be free. */
    private static final int DISK_BESIDE_GIB = 12;
    /** Files of the store are written anew before the old ones go: a quarter more. */
    private static final double DISK_SLACK = 1.25;
    /** Of the server when strangers do their worst: the mark is 350 MB. */
    private static final int SERVER_MIB = 350;
    /** Of a system without a desktop: assumed. */
    private static final int SYSTEM_MIB = 300;
    /** A telephone and a computer, each with its inbox and another folder open: assumed. */
    private static final int CONNECTIONS_EACH = 4;
    /** Are in what the server has anyway: limits.connections, when nothing is said. */
    private static final int CONNECTIONS_FREE = 400;
    /** A connection that waits: 357 MiB of heap for 5,000. */
    private static final int CONNECTION_KIB = 64;
    /** With its filter and signatures: measured 0.7 and 0.35 at most; written as two. In milliseconds of a core. */
    private static final double MAIL_MILLIS = 2;
    /** Of the mail of a day, in the hour that has most: assumed. */
    private static final double BUSIEST = 1 / 6.0;
    /** Of a core, that mail alone may have: searches and sign-ins want theirs at once. */
    private static final double SHARE = 0.25;
    /** Of a kept mail, that come: what is deleted and refused costs too. Assumed. */
    private static final int COME_FOR_EACH_KEPT = 5;

    private Sizing() {}

    static long storageGib(int people, int mibYearly) {
        double mail = (double) people * mibYearly * YEARS * (MESSAGE_KIB + MESSAGE_BESIDE_KIB) / MESSAGE_KIB;
        return roundedUp(DISK_BESIDE_GIB + mail * DISK_SLACK / 1_024);
    }

    /** To sizes that can be bought: steps of 5 below 100, then of 50. */
    private static long roundedUp(double gib) {
        int step = gib < 100 ? 5 : 50;
        return (long) Math.ceil(gib / step) * step;
    }

    /** 1, 2, 4, 8 and so on. */
    static long memoryGib(int people) {
        double connections = Math.max(0, (double) people * CONNECTIONS_EACH - CONNECTIONS_FREE);
        double mib = SERVER_MIB + SYSTEM_MIB + connections * CONNECTION_KIB / 1_024;
        long gib = 1;
        while (gib * 1_024 < mib) gib *= 2;
        return gib;
    }

    /** More than what waits at once with the limits that are set from the start. */
    static boolean needsMoreConnections(int people) { return people * CONNECTIONS_EACH > CONNECTIONS_FREE; }

    static long connections(int people) { return (long) people * CONNECTIONS_EACH; }

    /** In a day, to all. */
    static long mailsDaily(int people, int mibYearly) { return Math.max(1, Math.round((double) people * mibYearly * 1_024 / MESSAGE_KIB / 365 * COME_FOR_EACH_KEPT)); }

    static int cores(int people, int mibYearly) {
        double busy = mailsDaily(people, mibYearly) * BUSIEST * MAIL_MILLIS / 1_000 / 3_600;
        return (int) Math.max(people > 10 ? 2 : 1, Math.ceil(busy / SHARE));
    }
}
