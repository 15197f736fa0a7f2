package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.ReadFailureException;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import sigillo.store.StoreException;

/**
 * The connections, and the one place where the driver's exceptions become ours. Any thread may call; all calls block.
 */
final class Cluster implements AutoCloseable {
    /**
     * Longer than the servers' own limits (5 s of a read, 2 s of a write): their answer says more than our giving up.
     */
    private static final Duration REQUEST_MAX = Duration.ofSeconds(12);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    /** Writes and reads under way at one time from one call. */
    private static final int AT_ONCE = 16;

    /** Of the native protocol's failure codes. */
    private static final int TOO_MANY_TOMBSTONES = 1;

    private final CqlSession session;
    private final String keyspace;
    private volatile Optional<String> trouble = Optional.empty();

    private Cluster(CqlSession session, String keyspace) {
        this.session = session;
        this.keyspace = keyspace;
    }

    /** Throws {@link StoreException} with a sentence for the operator. */
    static Cluster connect(ClusterSettings settings) {
        CqlSession session = null;
        try {
            session = session(settings);
            new Schema(session, settings).require();
            return new Cluster(session, settings.keyspace());
        } catch (DriverException | IllegalStateException e) {
            if (session != null) session.close();
            throw new StoreException("no store in the cluster at " + settings.contactPoints() + ": "
                + e.getMessage(), e);
        } catch (StoreException e) {
            session.close();
            throw e;
        }
    }

    private static CqlSession session(ClusterSettings settings) {
        var builder = CqlSession.builder().addContactPoints(settings.contactPoints())
            .withLocalDatacenter(settings.localDataCentre())
            .withConfigLoader(driverSettings());
        settings.login().ifPresent(login -> builder.withAuthCredentials(login.user(), login.password()));
        settings.tls().ifPresent(context ->
            builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(context, null, true)));
        return builder.build();
    }

    /** Few threads and little memory: a mail server waits for its store, it does not flood it. */
    private static DriverConfigLoader driverSettings() {
        return DriverConfigLoader.programmaticBuilder()
            .withString(DefaultDriverOption.SESSION_NAME, "sigillo")
            .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "QUORUM")
            .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "SERIAL")
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_MAX)
            .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, CONNECT_MAX)
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, CONNECT_MAX)
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, CONNECT_MAX)
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, REQUEST_MAX)
            .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, Duration.ofSeconds(30))
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(500))
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(10))
            .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, Duration.ofSeconds(10))
            .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, Duration.ofSeconds(5))
            .withInt(DefaultDriverOption.LOAD_BALANCING_DC_FAILOVER_MAX_NODES_PER_REMOTE_DC, 2)
            .withBoolean(DefaultDriverOption.REQUEST_LOG_WARNINGS, false) // they name partitions and keys
            .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
            .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
            .build();
    }

    String table(String name) { return keyspace + "." + name; }

    PreparedStatement prepare(String cql) { return session.prepare(SimpleStatement.newInstance(cql)); }

    /** Reads, or writes what may be written twice. Throws {@link StoreException}. */
    ResultSet ask(Statement<?> statement) {
        try {
            var answer = session.execute(statement.setIdempotent(true));
            trouble = Optional.empty();
            return answer;
        } catch (DriverException | IllegalStateException e) {
            throw failed(e);
        }
    }

    Optional<Row> one(Statement<?> statement) { return Optional.ofNullable(ask(statement).one()); }

    /** As {@link #ask} for each, some at a time; when one fails, throws what the first of them failed with. */
    void askAll(List<? extends Statement<?>> statements) {
        var free = new Semaphore(AT_ONCE);
        var running = new ArrayList<CompletableFuture<?>>(statements.size());
        try {
            for (var statement : statements) {
                free.acquireUninterruptibly();
                running.add(session.executeAsync(statement.setIdempotent(true)).toCompletableFuture()
                    .whenComplete((_, _) -> free.release()));
            }
            for (var one : running) one.join();
            trouble = Optional.empty();
        } catch (CompletionException e) {
            throw failed(e.getCause());
        } catch (DriverException | IllegalStateException e) {
            throw failed(e);
        }
    }

    /**
     * A statement with a condition: never sent twice. Throws what the driver throws; {@link Doubt} says what it means.
     */
    ResultSet askOnce(Statement<?> statement) {
        var answer = session.execute(statement.setIdempotent(false));
        trouble = Optional.empty();
        return answer;
    }

    /** A node gave up reading, since it found too many deleted rows and too few others. */
    static boolean isTooMuchDeleted(StoreException e) {
        return e.getCause() instanceof ReadFailureException read
            && read.getReasonMap().containsValue(TOO_MANY_TOMBSTONES);
    }

    /** Why the last request failed, for people; empty when it did not. */
    Optional<String> trouble() { return trouble; }

    StoreException failed(Throwable e) {
        if (session.isClosed()) return new StoreException("the store is closed", e);
        trouble = Optional.of("the cluster does not answer as it should: " + e.getMessage());
        return new StoreException(trouble.get(), e);
    }

    @Override public void close() { session.close(); }
}
