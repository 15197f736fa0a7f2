package sigillo.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words that most structures have, each written as one octet. Part of the format: append, never change. */
final class MetaWords {
    static final List<String> WORDS = List.of("text", "plain", "html", "charset", "utf-8", "us-ascii", "iso-8859-1",
        "7bit", "8bit", "base64", "quoted-printable", "multipart", "mixed", "alternative", "related", "boundary",
        "attachment", "inline", "filename", "name", "application", "octet-stream", "pdf", "image", "jpeg", "png",
        "gif", "message", "rfc822", "delivery-status", "report", "report-type", "signed", "protocol", "micalg",
        "format", "flowed", "delsp", "UTF-8", "windows-1252", "pkcs7-signature", "pgp-signature", "calendar",
        "method", "binary", "type", "size");
    static final Map<String, Integer> INDEX = new HashMap<>();

    static {
        for (int i = 0; i < WORDS.size(); i++) INDEX.put(WORDS.get(i), i);
    }

    private MetaWords() {}
}
