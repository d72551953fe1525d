// A typedoc plugin: a parameter taken apart in the head of a function has no name, and typedoc would print `__namedParameters`
// where no @param tag gives one.
import { Converter, ReflectionKind } from 'typedoc';

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === '__namedParameters') parameter.name = /Options\b/.test(String(parameter.type)) ? 'options' : 'input';
    }
  });
}
