package sigillo.admin;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.queue.QueueId;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How requests and answers go over the socket: {@code {"ask": "AddDomain", "with": {"domain": "home.example"}}} and
 * {@code {"done": ...}} or {@code {"failed": "why"}}, each on one line.
 */
public final class Json {
    /** Its buffers are not used again: they would keep passwords that were said, where nothing wipes them. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build()).addModule(new SimpleModule()
        .addSerializer(Address.class, written(Address::toString)).addDeserializer(Address.class, read(Address::of))
        .addSerializer(Domain.class, written(Domain::toString)).addDeserializer(Domain.class, read(Domain::of))
        .addSerializer(QueueId.class, written(QueueId::toString)).addDeserializer(QueueId.class, read(QueueId::new)))
        .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(Separators.createDefaultInstance()
        .withObjectNameValueSpacing(Separators.Spacing.AFTER).withArrayEmptySeparator("").withObjectEmptySeparator(""));

    private static final Map<String, Class<?>> REQUESTS = Stream.of(Request.class.getPermittedSubclasses())
        .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private Json() {}

    static String encode(Request request) {
        return MAPPER.createObjectNode().put("ask", request.getClass().getSimpleName())
            .set("with", MAPPER.valueToTree(request)).toString();
    }

    /** Throws {@link IllegalArgumentException} for what is no request. */
    static Request request(String line) {
        try {
            var tree = MAPPER.readTree(line);
            return request(tree.path("ask").asString(""), tree.path("with"));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a request: " + e.getOriginalMessage(), e);
        }
    }

    /** The same of what is read already. Throws {@link IllegalArgumentException}. */
    public static Request request(String what, JsonNode with) {
        var type = REQUESTS.get(what);
        if (type == null) throw new IllegalArgumentException("no such request");
        try {
            return (Request) MAPPER.treeToValue(with, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a request: " + e.getOriginalMessage(), e);
        }
    }

    static String encode(Answer answer) {
        return switch (answer) {
            case Answer.Done(var result) -> MAPPER.createObjectNode().set("done", MAPPER.valueToTree(result))
                .toString();
            case Answer.Failed(var why) -> MAPPER.createObjectNode().put("failed", why).toString();
        };
    }

    /** The result stays a tree: who asked shows it. */
    static Answer answer(String line) {
        var tree = MAPPER.readTree(line);
        return tree.has("done") ? new Answer.Done(tree.get("done"))
            : new Answer.Failed(tree.path("failed").asString("no answer"));
    }

    /** A result, whether it came as a record or over the socket. */
    public static JsonNode tree(Answer.Done answer) { return MAPPER.valueToTree(answer.result()); }

    /** For people who read JSON, and for files: indented, with the end of a line. */
    public static String pretty(Object value) { return MAPPER.writer().with(PRETTY).writeValueAsString(value) + "\n"; }

    private static <T> ValueSerializer<T> written(Function<T, String> text) {
        return new ValueSerializer<>() {
            @Override public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(text.apply(value));
            }
        };
    }

    private static <T> ValueDeserializer<T> read(Function<String, T> value) {
        return new ValueDeserializer<>() {
            @Override public T deserialize(JsonParser in, DeserializationContext context) {
                return value.apply(in.getString());
            }
        };
    }
}
