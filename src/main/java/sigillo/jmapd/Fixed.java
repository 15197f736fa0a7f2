package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an update may name and not change: RFC 8620 section 5.3. A client may give a whole object back, so what is as it
 * is now is passed over; of what is other all is told, not the first alone.
 *
 * @param isFixed of the name of a property
 */
record Fixed(Predicate<String> isFixed, Shown shown) {
    /** A longer one leads to nothing: as a pointer each of its pieces is an object. */
    private static final int PATH_CHARACTERS_MAX = 500;
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> a.isIntegralNumber() && b.isIntegralNumber()
        ? a.bigIntegerValue().compareTo(b.bigIntegerValue()) : a.equals(b) ? 0 : 1;

    /** What the object is now, of these properties; of one that it has not, nothing. Empty when it is gone. */
    interface Shown {
        Optional<ObjectNode> now(Set<String> properties) throws MethodError, IOException;
    }

    /** {@code patch} without what is as it is now. */
    ObjectNode without(ObjectNode patch) throws SetError, MethodError, IOException {
        var named = new LinkedHashSet<String>();
        for (var path : patch.propertyNames()) if (isFixed.test(property(path))) named.add(path);
        if (named.isEmpty()) return patch;
        var properties = new LinkedHashSet<String>();
        named.forEach(path -> properties.add(property(path)));
        var now = shown.now(properties).orElseThrow(SetError::notFound);
        var other = new ArrayList<String>();
        for (var path : named) {
            boolean isSame = path.length() <= PATH_CHARACTERS_MAX
                && now.at(JsonPointer.compile("/" + path)).equals(BY_VALUE, patch.get(path));
            if (!isSame) other.add(path);
        }
        if (!other.isEmpty()) throw SetError.invalid(other, "cannot be set");
        var rest = patch.deepCopy();
        rest.remove(named);
        return rest;
    }

    /** A path is a JSON pointer without its first slash: RFC 8620 section 5.3, RFC 6901. */
    private static String property(String path) {
        int end = path.indexOf('/');
        return (end < 0 ? path : path.substring(0, end)).replace("~1", "/").replace("~0", "~");
    }
}
