package sigillo.jmapd;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.http.Asked;
import sigillo.http.Reply;
import sigillo.jmap.Problem;
import sigillo.message.FileName;

/**
 * RFC 8620 section 6.2: {@code /jmap/download/account/blob/name?type=...}. What is downloaded is a file, never a page
 * of ours: browsers are told to keep it, and to run nothing of it.
 */
final class Download {
    static final String PATH = "/jmap/download/";
    /** RFC 9110 section 8.3.1, without parameters but a charset. */
    private static final Pattern TYPE =
        Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}(; ?charset=[A-Za-z0-9_.-]{1,40})?");

    private Download() {}

    static Reply answer(Caller caller, Asked asked) throws IOException {
        var path = asked.path().substring(PATH.length()).split("/", 3);
        boolean isHere = path.length == 3 && path[0].equals(caller.accountId());
        var found = isHere ? caller.blobs().find(path[1]) : Optional.<Blobs.Found>empty();
        if (found.isEmpty()) return Entrance.problem(Problem.other(404, "There is no such blob"));
        var type = asked.query().get("type");
        var said = TYPE.matcher(type).matches() ? type : "application/octet-stream";
        return Reply.of(200, said, Blobs.stream(found.get())).with("Content-Disposition", disposition(path[2]));
    }

    /** RFC 6266; the name as a file may have it, in UTF-8. */
    private static String disposition(String name) {
        var text = new StringBuilder("attachment; filename*=UTF-8''");
        for (byte octet : FileName.safe(name).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= '9' || octet >= 'A' && octet <= 'Z' || octet >= 'a'
                && octet <= 'z'
                || "-._~".indexOf(octet) >= 0;
            text.append(isPlain ? Character.toString(octet) : "%%%02X".formatted(octet & 0xFF));
        }
        return text.toString();
    }
}
