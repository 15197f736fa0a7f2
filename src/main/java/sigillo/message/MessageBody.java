package sigillo.message;

import java.util.List;
import sigillo.base.Octets;

/** What a message that we write says. {@link MessageWriter} chooses encodings and boundaries. */
public sealed interface MessageBody {

    /** Text of any script; line ends of any kind. */
    record Text(String subtype, String text) implements MessageBody {
        public static Text plain(String text) { return new Text("plain", text); }

        public static Text html(String html) { return new Text("html", html); }
    }

    /**
     * Any octets, as a file.
     *
     * @param mediaType {@code type/subtype}; others than RFC 2045's tokens become application/octet-stream
     * @param contentId without angle brackets, empty when nothing refers to the file
     */
    record File(String name, String mediaType, boolean inline, String contentId, Octets content)
        implements MessageBody {
        public static File attachment(String name, String mediaType, Octets content) {
            return new File(name, mediaType, false, "", content);
        }
    }

    /** A message as it is, or its header alone (text/rfc822-headers). Sent as 8bit when it has such octets. */
    record Whole(String mediaType, Octets content) implements MessageBody {
        public static Whole message(Octets message) { return new Whole("message/rfc822", message); }

        public static Whole headers(Octets header) { return new Whole("text/rfc822-headers", header); }
    }

    /** RFC 3464's fields or others of that form: groups of fields with an empty line between. */
    record FieldGroups(String mediaType, List<List<Parameter>> groups) implements MessageBody {
        public FieldGroups { groups = groups.stream().map(List::copyOf).toList(); }
    }

    /** @param parameters of the Content-Type, besides the boundary */
    record Multipart(String subtype, List<Parameter> parameters, List<MessageBody> parts) implements MessageBody {
        public Multipart {
            parameters = List.copyOf(parameters);
            parts = List.copyOf(parts);
            if (parts.isEmpty()) throw new IllegalArgumentException("a multipart has parts"); // RFC 2046 section 5.1.1
        }

        public static Multipart mixed(MessageBody... parts) {
            return new Multipart("mixed", List.of(), List.of(parts));
        }

        public static Multipart alternative(MessageBody... parts) {
            return new Multipart("alternative", List.of(), List.of(parts));
        }

        /** RFC 6522 section 3. */
        public static Multipart report(String reportType, MessageBody... parts) {
            return new Multipart("report", List.of(new Parameter("report-type", reportType)), List.of(parts));
        }
    }
}
