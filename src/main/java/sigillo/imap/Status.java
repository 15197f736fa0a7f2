package sigillo.imap;

/**
 * A status response: RFC 9051 section 7.1. {@code code} is what stands in the square brackets, empty for none;
 * {@code text} is for people and must not be empty. Both are printable ASCII.
 */
public record Status(Kind kind, String code, String text) {

    public enum Kind { OK, NO, BAD, BYE }

    public static Status ok(String text) { return new Status(Kind.OK, "", text); }

    public static Status ok(String code, String text) { return new Status(Kind.OK, code, text); }

    public static Status no(String text) { return new Status(Kind.NO, "", text); }

    public static Status no(String code, String text) { return new Status(Kind.NO, code, text); }

    public static Status bad(String text) { return new Status(Kind.BAD, "", text); }

    public static Status bad(String code, String text) { return new Status(Kind.BAD, code, text); }

    public static Status bye(String text) { return new Status(Kind.BYE, "", text); }

    public boolean isOk() { return kind == Kind.OK; }

    @Override public String toString() { return kind + (code.isEmpty() ? " " : " [" + code + "] ") + text; }
}
