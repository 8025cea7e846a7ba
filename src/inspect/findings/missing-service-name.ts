import type { FindingKind } from '../finding.ts';
import { doorsOf } from '../graph.ts';
import { languages, systemFlow, textFile, textOf } from '../texts.ts';

/** A flow or an entry without a name of its own: it could not be offered as a guess or in the middle of another one. */
export const missingServiceName: FindingKind = {
  fault: 'missing_service_name',
  about: 'a flow or an entry without a name that people can be offered',
  find(flow, context) {
    const entries = Object.keys(flow.entries ?? {});
    const doors = doorsOf(flow).map(({ name }, index) => ({ node: name, key: `service.${index === 0 ? flow.id : (entries[index - 1] ?? '')}` }));
    return doors.flatMap(({ node, key }) => {
      const missing = languages.filter((language) => textOf({ id: systemFlow }, language, key, context) === undefined);
      if (missing.length === 0) return [];
      const files = missing.map((language) => textFile(language, systemFlow));
      return { node, message: `there is no '${key}' in ${missing.join(' and ')}.`, cure: `Add it to ${files.join(' and ')}.` };
    });
  },
};
