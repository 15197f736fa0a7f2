package sigillo.milter;

/** Bounds of what the other side may make us hold, with the reasons. */
public final class MilterLimits {
    private MilterLimits() {}

    /** Octets of one packet. A body comes in pieces of 64 KiB; Postfix passes a header field on that has up to 100 KiB. */
    public static final int FRAME_MAX = 256 * 1024;
    /** Octets of a piece of a body: MILTER_CHUNK_SIZE of version 2 to 6, which every filter takes. */
    public static final int CHUNK = 65_535;
    /** Texts of one packet: parameters of ESMTP, or macros with their values. */
    public static final int TEXTS_MAX = 200;
    /** Lines and characters of a line of an SMTP reply that a filter asks for. */
    public static final int REPLY_LINES_MAX = 8;
    public static final int REPLY_LINE_MAX = 400;
}
