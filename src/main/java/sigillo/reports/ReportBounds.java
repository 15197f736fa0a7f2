package sigillo.reports;

/**
 * What reading a report may take: octets of it as it came, of what it unpacks to, of JSON (which is read as a tree of up to
 * forty times its size in memory); and records that are kept.
 */
public record ReportBounds(int packedMax, int unpackedMax, int jsonMax, int recordsMax) {
    /** For a command that reads one and ends. */
    public static final ReportBounds OF_A_COMMAND =
        new ReportBounds(ReportLimits.PACKED_MAX, ReportLimits.UNPACKED_MAX, ReportLimits.JSON_MAX, ReportLimits.RECORDS_MAX);
}
