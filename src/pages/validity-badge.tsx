import { type Document, documentLabel } from '../documents/document.js';
import { documentPath } from '../documents/page-path.js';
import type { Validity } from '../documents/validity.js';
import { formatDay } from '../time.js';

export type Standing = 'con-hieu-luc' | 'da-thay' | 'ngoai-thoi-han' | 'co-ban-moi' | 'can-xac-nhan';

export const STANDING_LABELS: Readonly<Record<Standing, string>> = {
  'con-hieu-luc': 'Còn hiệu lực',
  'da-thay': 'Đã được thay thế',
  'co-ban-moi': 'Có văn bản mới hơn',
  'can-xac-nhan': 'Cần xác nhận hiệu lực',
  'ngoai-thoi-han': 'Ngoài thời hạn hiệu lực',
};

export function toStanding({ inForce, replacedOn, successors }: Validity): Standing {
  if (inForce === true) return 'con-hieu-luc';
  if (inForce === null) return successors.length > 0 ? 'co-ban-moi' : 'can-xac-nhan';
  return replacedOn || successors.some(({ stated }) => stated) ? 'da-thay' : 'ngoai-thoi-han';
}

export function ValidityBadge({ validity }: { validity: Validity }) {
  const standing = toStanding(validity);
  return <span class={`badge ${standing}`}>{STANDING_LABELS[standing]}</span>;
}

/** What a reader has to know beyond the badge: by what it was replaced, and when somebody last looked. */
export function ValidityNote({ validity }: { validity: Validity }) {
  const stated = validity.successors.filter((successor) => successor.stated);
  const inferred = validity.successors.filter((successor) => !successor.stated);
  return (
    <>
      {stated.length > 0 && (
        <p>
          Đã được thay bởi <DocumentLinks documents={stated.map(({ document }) => document)} />
          {validity.replacedOn &&
            ` từ ${validity.replacedOn.length > 4 ? 'ngày ' : 'năm '}${formatDay(validity.replacedOn)}`}
          .
        </p>
      )}
      {inferred.length > 0 && (
        <p>
          Nay đã có <DocumentLinks documents={inferred.map(({ document }) => document)} /> ra sau, cùng chủ đề; chưa có
          nguồn nào xác nhận việc thay thế.
        </p>
      )}
      {validity.checkedOn && <p class="muted">Hiệu lực kiểm tra lần cuối ngày {formatDay(validity.checkedOn)}.</p>}
    </>
  );
}

function DocumentLinks({ documents }: { documents: readonly Document[] }) {
  return (
    <>
      {documents.map((document, index) => (
        <>
          {index > 0 && ', '}
          <a href={documentPath(document.id)}>{documentLabel(document)}</a>
        </>
      ))}
    </>
  );
}
