package sigillo.http;

import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.mapper.Value;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Content-Length that is not written. RFC 9110 section 8.6 wants none with 204, and with 304 none but what 200 would
 * have; Helidon wants one of 0 with both, and adds it where none is.
 */
record UnsaidLength() implements Header {
    private static final Header ZERO = HeaderValues.CONTENT_LENGTH_ZERO;

    @Override public void writeHttp1Header(BufferData buffer) { }

    @Override public String name() { return ZERO.name(); }

    @Override public HeaderName headerName() { return HeaderNames.CONTENT_LENGTH; }

    @Override public List<String> allValues() { return ZERO.allValues(); }

    @Override public int valueCount() { return 1; }

    @Override public boolean sensitive() { return false; }

    @Override public boolean changing() { return false; }

    @Override public String get() { return ZERO.get(); }

    @Override public <N> Value<N> as(Class<N> type) { return ZERO.as(type); }

    @Override public <N> Value<N> as(GenericType<N> type) { return ZERO.as(type); }

    @Override public <N> Value<N> as(Function<? super String, ? extends N> mapper) { return ZERO.as(mapper); }

    @Override public Optional<String> asOptional() { return ZERO.asOptional(); }

    @Override public Value<Boolean> asBoolean() { return ZERO.asBoolean(); }

    @Override public Value<String> asString() { return ZERO.asString(); }

    @Override public Value<Integer> asInt() { return ZERO.asInt(); }

    @Override public Value<Long> asLong() { return ZERO.asLong(); }

    @Override public Value<Double> asDouble() { return ZERO.asDouble(); }
}
