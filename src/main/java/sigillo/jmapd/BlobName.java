package sigillo.jmapd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.account.EmailId;

/**
 * What blobs are called: an Email's message by its id, what was uploaded by an id of its own, the text of a script by a
 * hash, a part of any by {@code id-2_1}, a part of the message that is in that part by {@code id-2_1-1}. So nothing need be kept of parts, and
 * a blob is there as long as its Email is. {@code parts}: numbers as IMAP's.
 */
record BlobName(String of, List<String> parts) {
    private static final Pattern FORM =
        Pattern.compile("(M[0-9a-z]{1,13}|U[0-9a-z]{26}|R[0-9a-f]{32})((?:-[0-9]{1,6}(?:_[0-9]{1,6}){0,99}){0,8})");

    BlobName { parts = List.copyOf(parts); }

    static BlobName of(EmailId email) { return new BlobName(email.toString(), List.of()); }

    /** Empty for what no blob of ours is called. */
    static Optional<BlobName> parse(String text) {
        var form = FORM.matcher(text);
        if (text.length() > 255 || !form.matches()) return Optional.empty();
        var parts = new ArrayList<String>();
        for (var part : form.group(2).split("-")) if (!part.isEmpty()) parts.add(part.replace('_', '.'));
        return Optional.of(new BlobName(form.group(1), parts));
    }

    /** The text of a Sieve script: RFC 9661 section 2. */
    boolean isScript() { return of.charAt(0) == 'R'; }

    boolean isUpload() { return of.charAt(0) == 'U'; }

    /** A part of what this is. */
    BlobName part(String number) {
        var all = new ArrayList<>(parts);
        all.add(number);
        return new BlobName(of, all);
    }

    @Override public String toString() {
        var text = new StringBuilder(of);
        for (var part : parts) text.append('-').append(part.replace('.', '_'));
        return text.toString();
    }
}
