package dev.quiver.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands, giving the context to those that ask for it in their constructor. */
final class CommandFactory implements CommandLine.IFactory {

  private final CommandContext context;
  private final CommandLine.IFactory others = CommandLine.defaultFactory();

  CommandFactory(CommandContext context) {
    this.context = context;
  }

  @Override
  public <K> K create(Class<K> kind) throws Exception {
    for (Constructor<?> constructor : kind.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == CommandContext.class) {
        constructor.setAccessible(true);
        return kind.cast(constructor.newInstance(context));
      }
    }
    return others.create(kind);
  }
}
