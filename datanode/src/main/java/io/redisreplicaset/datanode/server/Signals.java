package io.redisreplicaset.datanode.server;

import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/// SIGTERM and SIGINT come here instead of ending the process.
///
/// By reflection: the one class that can do this is exported by the module jdk.unsupported, and the compiler warns of
/// it
/// without a way to be told that it is meant.
final class Signals {
    private Signals() {}

    /// @param taker hears `SIGTERM` or `SIGINT`, on a thread of its own
    static void handle(Consumer<String> taker) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        taker.accept(arguments[0].toString());
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException notThisJvm) {
            throw new IllegalStateException("signals can't be handled on this JVM", notThisJvm);
        }
    }
}
