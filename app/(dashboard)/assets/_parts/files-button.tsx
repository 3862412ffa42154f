'use client';

import { useRef, type ReactNode } from 'react';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';

type FilesButtonProps = {
  /** Its name for everyone. */
  label: string;
  accept: readonly string[] | undefined;
  disabled: boolean;
  multiple?: boolean;
  icon: ReactNode;
  onFiles: (files: File[]) => void;
  /** Absent: only the icon is shown. */
  children?: ReactNode;
};

/** Lets somebody choose files from their disk. */
export function FilesButton({ label, accept, disabled, multiple = false, icon, onFiles, children }: FilesButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = () => input.current?.click();
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept?.map((type) => `.${type.replace(/^\./, '')}`).join(',')}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      {children === undefined ? (
        <IconButton label={label} disabled={disabled} icon={icon} onClick={choose} />
      ) : (
        <Button aria-label={label} tone="primary" disabled={disabled} icon={icon} onClick={choose}>
          {children}
        </Button>
      )}
    </>
  );
}
