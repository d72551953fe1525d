// A typedoc plugin. A parameter taken apart in the head of a function has no name, and typedoc would print `__namedParameters` where no
// @param tag gives one. And its first page has the project's name as a heading, so the README's own is left out there.
import { Converter, ReflectionKind } from 'typedoc';

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === '__namedParameters') parameter.name = /Options\b/.test(String(parameter.type)) ? 'options' : 'input';
    }
    const [first] = project.readme ?? [];
    if (first) first.text = first.text.replace(`# ${project.name}\n`, '');
  });
}
