package sigillo.reports;

/** Bounds of reading what strangers send, with the reasons. */
final class ReportLimits {
    private ReportLimits() {}

    /** Octets of a report, packed: those of the largest receivers have some hundred kilobytes. */
    static final int PACKED_MAX = 10 << 20;
    /** And unpacked: a bomb of a few kilobytes would else become gigabytes. */
    static final int UNPACKED_MAX = 32 << 20;
    /** Octets of JSON, which is read as a tree of up to forty times its size in memory. */
    static final int JSON_MAX = 4 << 20;
    /** Packed within packed, as one receiver does. */
    static final int LAYERS_MAX = 2;
    /** Elements within elements. */
    static final int DEPTH_MAX = 32;
    /** Characters of the name of an element, and of the names that are open: all that is known is shorter. */
    static final int NAME_MAX = 200;
    static final int PATH_MAX = 100;
    /** Of an XML document: some thirty make a record. */
    static final int ELEMENTS_MAX = 3_000_000;
    /** Characters of one field. */
    static final int FIELD_MAX = 4_096;
    /** Records of a report; the rest is counted as not read. */
    static final int RECORDS_MAX = 50_000;
    /** Parts of a mail that are looked at. */
    static final int PARTS_MAX = 20;
    /** Of a stranger's word in a sentence. */
    static final int SHOWN_MAX = 100;
    /** Sources, or kinds of failures, in a sentence. */
    static final int TOLD_MAX = 5;
}
