/// What a command is: its facts ([io.redisreplicaset.datanode.command.CommandSpec]), the table of all of them, what it
/// works on
/// ([io.redisreplicaset.datanode.command.Invocation]), and the ports through which it reaches what is not data.
///
/// A family of commands is a folder below; families don't see one another. Commands run on the one thread that owns the
/// data and
/// never block it. They write their reply, change the keyspace, and say what changed; what is propagated, and when the
/// client hears the
/// reply, is the engine's part.
///
/// ```
///   request -> CommandTable.find -> checks of the engine -> CommandHandler.run(Invocation) -> reply + dirty +
/// propagation
/// ```
@NullMarked
package io.redisreplicaset.datanode.command;

import org.jspecify.annotations.NullMarked;
