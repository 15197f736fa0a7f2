package sigillo.jmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a query asks for: RFC 8620 section 5.5. {@code C}: a condition of the type that is asked for. */
public sealed interface Filter<C> {
    enum Operator { AND, OR, NOT }

    /** NOT: none of them. */
    record Group<C>(Operator operator, List<Filter<C>> of) implements Filter<C> {
        public Group { of = List.copyOf(of); }
    }

    record Condition<C>(C condition) implements Filter<C> {}

    /** Reads a condition. */
    interface Reader<C> {
        C read(Arguments properties) throws MethodError;
    }

    static <C> Optional<Filter<C>> parse(Optional<ObjectNode> filter, Reader<C> conditions) throws MethodError {
        if (filter.isEmpty()) return Optional.empty();
        return Optional.of(new FilterReader<>(conditions).read(filter.get(), 1));
    }

    default boolean holds(Predicate<C> condition) {
        return switch (this) {
            case Condition<C>(var one) -> condition.test(one);
            case Group<C>(var operator, var of) -> switch (operator) {
                case AND -> of.stream().allMatch(one -> one.holds(condition));
                case OR -> of.stream().anyMatch(one -> one.holds(condition));
                case NOT -> of.stream().noneMatch(one -> one.holds(condition));
            };
        };
    }

    /** All conditions in it. */
    default List<C> conditions() {
        var all = new ArrayList<C>();
        gather(all);
        return all;
    }

    private void gather(List<C> into) {
        switch (this) {
            case Condition<C>(var one) -> into.add(one);
            case Group<C>(_, var of) -> of.forEach(one -> one.gather(into));
        }
    }

    /** Conditions of which each must hold, whatever else does. */
    default List<C> needed() {
        return switch (this) {
            case Condition<C>(var one) -> List.of(one);
            case Group<C>(var operator, var of) when operator == Operator.AND -> of.stream()
                .flatMap(one -> one.needed().stream()).toList();
            case Group<C> _ -> List.of();
        };
    }

    /** One filter, whose terms are counted. */
    final class FilterReader<C> {
        private final Reader<C> conditions;
        private int terms;

        private FilterReader(Reader<C> conditions) { this.conditions = conditions; }

        private Filter<C> read(JsonNode node, int depth) throws MethodError {
            if (!(node instanceof ObjectNode object)) throw MethodError
                .invalidArguments("filter", "has what is no object");
            if (++terms > JmapLimits.FILTER_TERMS_MAX || depth > JmapLimits.FILTER_DEPTH_MAX) {
                throw MethodError.of("unsupportedFilter",
                    "The filter has too many conditions, or too many in each other");
            }
            var properties = Arguments.of(object, "filter");
            return object.has("operator") ? group(properties, depth) : condition(properties);
        }

        private Filter<C> condition(Arguments properties) throws MethodError {
            var condition = new Condition<>(conditions.read(properties));
            properties.end();
            return condition;
        }

        private Filter<C> group(Arguments properties, int depth) throws MethodError {
            var operator = switch (properties.textThatIs("operator")) {
                case "AND" -> Operator.AND;
                case "OR" -> Operator.OR;
                case "NOT" -> Operator.NOT;
                default -> throw properties.wrong("operator", "is none of AND, OR and NOT");
            };
            var list = properties.value("conditions").filter(JsonNode::isArray)
                .orElseThrow(() -> properties.wrong("conditions", "is no list"));
            properties.end();
            var of = new ArrayList<Filter<C>>();
            for (var one : list) of.add(read(one, depth + 1));
            return new Group<>(operator, of);
        }
    }
}
