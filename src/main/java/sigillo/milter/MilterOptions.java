package sigillo.milter;

/**
 * What both sides agree on before anything else: the version, what the filter may change ({@code actions}), and what is left
 * out of the conversation ({@code steps}). Bits as in Sendmail's {@code mfdef.h}.
 */
public record MilterOptions(int version, int actions, int steps) {
    public static final int VERSION = 6;
    /** The oldest that is spoken: its packets are those of 6 with fewer letters. */
    public static final int VERSION_MIN = 2;

    public static final int ADD_HEADERS = 0x01;
    public static final int CHANGE_BODY = 0x02;
    public static final int ADD_RECIPIENTS = 0x04;
    public static final int DELETE_RECIPIENTS = 0x08;
    public static final int CHANGE_HEADERS = 0x10;
    public static final int QUARANTINE = 0x20;
    public static final int CHANGE_SENDER = 0x40;

    public static final int NO_CONNECT = 0x01;
    public static final int NO_HELO = 0x02;
    public static final int NO_MAIL = 0x04;
    public static final int NO_RCPT = 0x08;
    public static final int NO_BODY = 0x10;
    public static final int NO_HEADERS = 0x20;
    public static final int NO_END_OF_HEADER = 0x40;
    public static final int SILENT_HEADER = 0x80;
    public static final int NO_UNKNOWN = 0x100;
    public static final int NO_DATA = 0x200;
    public static final int SKIP = 0x400;
    public static final int SILENT_CONNECT = 0x1000;
    public static final int SILENT_HELO = 0x2000;
    public static final int SILENT_MAIL = 0x4000;
    public static final int SILENT_RCPT = 0x8000;
    public static final int SILENT_DATA = 0x1_0000;
    public static final int SILENT_UNKNOWN = 0x2_0000;
    public static final int SILENT_END_OF_HEADER = 0x4_0000;
    public static final int SILENT_BODY = 0x8_0000;
    /** Values of header fields come with the space that stands behind the colon. */
    public static final int LEADING_SPACE = 0x10_0000;

    public boolean leavesOut(int step) { return (steps & step) != 0; }

    public boolean mayAct(int action) { return (actions & action) != 0; }
}
