package sigillo.message;

/** The field TLS-Required of a header: RFC 8689 section 3. */
public final class TlsRequired {
    private TlsRequired() {}

    /** True when it says No, the one value that there is; one that stands there twice says nothing. */
    public static boolean isNo(Header header) {
        var fields = header.all("TLS-Required");
        return fields.size() == 1 && fields.getFirst().raw(20).strip().equalsIgnoreCase("No");
    }
}
